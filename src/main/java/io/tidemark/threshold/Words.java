package io.tidemark.threshold;

import java.util.List;

/** Small turns of phrase for messages. */
final class Words {

    private Words() {}

    /** `a, b or c`. */
    static String or(List<?> choices) {
        List<String> texts = choices.stream().map(Object::toString).toList();
        int last = texts.size() - 1;
        return last < 1 ? String.join("", texts) : String.join(", ", texts.subList(0, last)) + " or " + texts.get(last);
    }
}
