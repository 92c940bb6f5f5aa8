package io.tidemark.threshold.web;

import io.tidemark.metric.Sources;
import io.tidemark.threshold.NestedRules;
import io.tidemark.threshold.RuleBook;
import io.tidemark.threshold.RuleBook.Change;
import io.tidemark.threshold.RuleBook.Wanted;
import io.tidemark.web.ApiSettings;
import io.tidemark.web.ProblemException;
import io.tidemark.web.Who;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** All stored rules out of one Tidemark and into another, as JSON. */
@RestController
@RequestMapping("/api/v1/thresholds")
class RuleTransferController {

    private static final int MOST_BYTES = 4 << 20;

    private final RuleBook rules;
    private final Sources sources;
    private final ApiSettings api;

    RuleTransferController(RuleBook rules, Sources sources, ApiSettings api) {
        this.rules = rules;
        this.sources = sources;
        this.api = api;
    }

    /** @param format `rules` for names and lines, `nested` for groups of numbers as far as they can say it */
    @GetMapping("/export")
    RuleDocument export(@RequestParam(defaultValue = "rules") String format) {
        return switch (format) {
            case "rules" -> RuleDocument.plain(rules.stored());
            case "nested" -> RuleDocument.nested(rules.stored(), new NestedRules(sources));
            default -> throw ProblemException.badRequest("format must be rules or nested, got '" + format + "'");
        };
    }

    /** Stores every rule of a document, or none; rules that are not in it stay as they are. */
    @PostMapping(path = "/import", consumes = MediaType.APPLICATION_JSON_VALUE)
    ImportedJson take(HttpServletRequest request) throws IOException {
        byte[] body = request.getInputStream().readNBytes(MOST_BYTES + 1);
        if (body.length > MOST_BYTES) {
            throw new ProblemException(HttpStatus.CONTENT_TOO_LARGE,
                    "a document of rules has at most " + (MOST_BYTES >> 20) + " MiB");
        }
        List<Wanted> wanted = new RuleDocumentReader(new NestedRules(sources)).read(body);
        return ImportedJson.of(rules.put(wanted, Who.of(request, api)));
    }

    /** How many rules became what. */
    record ImportedJson(int created, int changed, int unchanged) {

        static ImportedJson of(List<Change> changes) {
            return new ImportedJson(Collections.frequency(changes, Change.CREATED),
                    Collections.frequency(changes, Change.CHANGED), Collections.frequency(changes, Change.UNCHANGED));
        }
    }
}
