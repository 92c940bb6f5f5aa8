package io.tidemark.threshold.web;

import io.tidemark.threshold.RuleBook;
import io.tidemark.threshold.RuleChange;
import io.tidemark.web.Asked;
import io.tidemark.web.Page;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Who changed which stored rule, newest first; also of rules that are gone. */
@RestController
@RequestMapping("/api/v1/thresholds")
class RuleChangesController {

    private final RuleBook rules;

    RuleChangesController(RuleBook rules) {
        this.rules = rules;
    }

    @GetMapping("/changes")
    Page<ChangeJson> all(@RequestParam(required = false) @Nullable String before,
            @RequestParam(defaultValue = "100") int limit) {
        return page(null, before, limit);
    }

    @GetMapping("/{name}/changes")
    Page<ChangeJson> of(@PathVariable String name, @RequestParam(required = false) @Nullable String before,
            @RequestParam(defaultValue = "100") int limit) {
        return page(Asked.text("name", name), before, limit);
    }

    private Page<ChangeJson> page(@Nullable String name, @Nullable String before, int limit) {
        int most = Asked.oneMoreThan(limit);
        List<RuleChange> found = rules.changes(name, Asked.before(before), most);
        return Asked.page(found.stream().map(ChangeJson::of).toList(), limit, ChangeJson::id);
    }

    /**
     * One change.
     *
     * @param by who made it, as far as is known
     * @param before null when the rule was new
     * @param after null when it was removed
     */
    record ChangeJson(String id, String name, Instant time, String by, @Nullable String before,
            @Nullable String after) {

        static ChangeJson of(RuleChange change) {
            return new ChangeJson(Long.toString(change.id()), change.name(), change.at(), change.by(), change.before(),
                    change.after());
        }
    }
}
