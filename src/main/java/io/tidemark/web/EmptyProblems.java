package io.tidemark.web;

import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

/** Gives a body to errors that are answered with a bare status, as Boot does for a health component it lacks. */
@RestControllerAdvice
class EmptyProblems implements ResponseBodyAdvice<Object> {

    @Override
    public boolean supports(MethodParameter method, Class<? extends HttpMessageConverter<?>> converter) {
        return JacksonJsonHttpMessageConverter.class.isAssignableFrom(converter);
    }

    @Override
    public @Nullable Object beforeBodyWrite(@Nullable Object body, MethodParameter method, MediaType type,
            Class<? extends HttpMessageConverter<?>> converter, ServerHttpRequest request,
            ServerHttpResponse response) {
        int status = response instanceof ServletServerHttpResponse known ? known.getServletResponse().getStatus() : 200;
        if (body != null || status < 400) {
            return body;
        }
        response.getHeaders().setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        String path = request.getURI().getRawPath();
        return Problems.of(HttpStatusCode.valueOf(status), Sentences.of(status, path), path);
    }
}
