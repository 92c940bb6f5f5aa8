package io.tidemark.sampling.web;

import io.tidemark.sampling.TopProcesses;
import io.tidemark.sampling.TopProcesses.Top;
import io.tidemark.sampling.TopProcesses.Usage;
import io.tidemark.web.ProblemException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The processes of this host that use most, over REST. */
@RestController
class TopProcessesController {

    private final TopProcesses processes;

    TopProcessesController(TopProcesses processes) {
        this.processes = processes;
    }

    @GetMapping("/api/v1/processes/top")
    TopJson top() {
        return processes.last().map(TopJson::of).orElseThrow(() -> ProblemException
                .notFound("Processes have not been looked at yet; they are within seconds of the start, on Linux."));
    }

    /**
     * One look.
     *
     * @param time when it was taken
     * @param seconds over which processor time was counted; null at the first look
     */
    record TopJson(Instant time, @Nullable Double seconds, List<Usage> byProcessor, List<Usage> byResident) {

        static TopJson of(Top top) {
            return new TopJson(top.at(), top.seconds(), top.byProcessor(), top.byResident());
        }
    }
}
