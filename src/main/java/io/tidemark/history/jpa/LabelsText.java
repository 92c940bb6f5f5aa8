package io.tidemark.history.jpa;

import io.tidemark.metric.Labels;
import io.tidemark.metric.SeriesSelector;
import io.tidemark.metric.SeriesSelector.LabelMatcher;
import java.util.stream.Collectors;

/** Reads the canonical text of labels, which is a selector's form. */
final class LabelsText {

    private LabelsText() {}

    static Labels parse(String text) {
        return Labels.of(SeriesSelector.parse("any" + text).matchers().stream()
                .collect(Collectors.toMap(LabelMatcher::label, LabelMatcher::value)));
    }
}
