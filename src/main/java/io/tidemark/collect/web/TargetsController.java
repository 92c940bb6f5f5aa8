package io.tidemark.collect.web;

import io.tidemark.probe.Probes;
import io.tidemark.probe.TargetState;
import io.tidemark.web.Page;
import io.tidemark.web.ProblemException;
import java.util.Optional;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What is probed, and leaving it alone: one target or all, within a second, and what runs there with it. */
@RestController
@RequestMapping("/api/v1")
class TargetsController {

    private final Probes probes;

    TargetsController(Probes probes) {
        this.probes = probes;
    }

    @GetMapping("/targets")
    Page<TargetState> list() {
        return new Page<>(probes.targets(), null);
    }

    @PutMapping("/targets/{name}/pause")
    TargetState pause(@PathVariable String name) {
        find(name);
        probes.pause(Optional.of(name));
        return find(name);
    }

    @DeleteMapping("/targets/{name}/pause")
    TargetState resume(@PathVariable String name) {
        find(name);
        probes.resume(Optional.of(name));
        return find(name);
    }

    @PutMapping("/pause")
    Page<TargetState> pauseAll() {
        probes.pause(Optional.empty());
        return list();
    }

    @DeleteMapping("/pause")
    Page<TargetState> resumeAll() {
        probes.resume(Optional.empty());
        return list();
    }

    private TargetState find(String name) {
        return probes.targets().stream().filter(target -> target.name().equals(name)).findFirst().orElseThrow(
                () -> ProblemException.notFound(
                        "There is no probed target '" + name + "'; GET /api/v1/targets lists them."));
    }
}
