package io.tidemark.web;

import jakarta.servlet.http.HttpServletRequest;

/** Who sends a request that changes something, as far as is known. */
public final class Who {

    private Who() {}

    /** `127.0.0.1, without a token`; only a request that may write gets as far as this. */
    public static String of(HttpServletRequest request, ApiSettings api) {
        return request.getRemoteAddr() + (api.token() == null ? ", without a token" : ", by token");
    }
}
