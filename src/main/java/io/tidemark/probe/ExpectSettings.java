package io.tidemark.probe;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an HTTP answer must be.
 *
 * @param status such as `200`, `2xx` or `200, 404`; `2xx` by default
 * @param headers what the header of the name must contain
 * @param text what the body must contain
 * @param matches a regular expression that must be found in the body
 * @param json what must hold of the body, such as `/items/0/state = 'open'` or `/total >= 1`
 */
public record ExpectSettings(@Nullable String status, @Nullable Map<String, String> headers, @Nullable String text,
        @Nullable String matches, @Nullable List<String> json) {}
