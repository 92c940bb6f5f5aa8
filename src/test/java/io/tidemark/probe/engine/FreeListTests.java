package io.tidemark.probe.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class FreeListTests {

    @Test
    void theOneUsedLastComesFirst() {
        FreeList list = new FreeList(3);
        assertThat(list.pop()).isEqualTo(FreeList.NONE);
        list.push(0);
        list.push(2);
        list.push(1);
        assertThat(List.of(list.pop(), list.pop(), list.pop(), list.pop())).containsExactly(1, 2, 0, FreeList.NONE);
    }

    @Test
    void nobodyEverHasWhatAnotherHas() throws Exception {
        FreeList list = new FreeList(3);
        AtomicIntegerArray owners = new AtomicIntegerArray(3);
        AtomicIntegerArray clashes = new AtomicIntegerArray(1);
        for (int i = 0; i < 3; i++) {
            list.push(i);
        }
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            threads.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 200_000; i++) {
                    int mine = list.pop();
                    if (mine != FreeList.NONE) {
                        if (owners.incrementAndGet(mine) != 1) {
                            clashes.incrementAndGet(0);
                        }
                        owners.decrementAndGet(mine);
                        list.push(mine);
                    }
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(clashes.get(0)).isZero();
        assertThat(List.of(list.pop(), list.pop(), list.pop())).containsExactlyInAnyOrder(0, 1, 2);
    }
}
