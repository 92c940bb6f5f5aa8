package io.tidemark.sampling;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.software.os.OperatingSystem;
import oshi.spi.SystemInfoFactory;
import oshi.spi.SystemInfoProvider;

/** OSHI, whose first use takes up to a second: it is made on a thread of its own while the service starts. */
final class Oshi {

    private final FutureTask<SystemInfoProvider> provider = new FutureTask<>(Oshi::warm);

    /** Begins at once and does not wait. */
    Oshi() {
        Thread.ofPlatform().daemon().name("tidemark-oshi").start(provider);
    }

    HardwareAbstractionLayer hardware() {
        return provider().getHardware();
    }

    OperatingSystem system() {
        return provider().getOperatingSystem();
    }

    private SystemInfoProvider provider() {
        try {
            return provider.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("OSHI cannot be used on this system: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while OSHI was starting", e);
        }
    }

    private static SystemInfoProvider warm() {
        SystemInfoProvider made = SystemInfoFactory.create();
        made.getHardware().getMemory().getAvailable();
        made.getOperatingSystem().getThreadCount();
        return made;
    }
}
