package io.tidemark.threshold.web;

import io.tidemark.threshold.RuleReload;
import io.tidemark.threshold.Thresholds;
import java.util.List;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Reads the configuration again, for its rules alone. */
@RestController
@RequestMapping("/api/v1/configuration")
class ReloadController {

    private final RuleReload reload;
    private final Thresholds thresholds;

    ReloadController(RuleReload reload, Thresholds thresholds) {
        this.reload = reload;
        this.thresholds = thresholds;
    }

    @PostMapping("/reload")
    ReloadedJson reload() {
        List<String> needRestart = reload.reload();
        return new ReloadedJson(thresholds.rules().size(), needRestart);
    }

    /**
     * What is in force now.
     *
     * @param rules that are judged, of whatever origin
     * @param needRestart keys of anything else that has changed
     */
    record ReloadedJson(int rules, List<String> needRestart) {}
}
