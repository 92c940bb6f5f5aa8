package io.tidemark.probe.target;

import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Keeps statuses of errors out of the client's sight, which would act upon some by itself whatever it is told: it sends a
 * request again after 503 with `Retry-After: 0`, stumbles over a longer time in there, and takes 407 for a broken answer.
 */
final class HttpStatuses {

    private static final int FIRST_ERROR = 400;
    /** No status has four digits. */
    private static final int HIDDEN = 1_000;

    private HttpStatuses() {}

    /** Stands next to the network. */
    static Response hide(Interceptor.Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        return response.code() < FIRST_ERROR ? response : with(response, response.code() + HIDDEN);
    }

    /** Stands next to whoever asks. */
    static Response show(Interceptor.Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        return response.code() < HIDDEN ? response : with(response, response.code() - HIDDEN);
    }

    private static Response with(Response response, int code) {
        return response.newBuilder().code(code).build();
    }
}
