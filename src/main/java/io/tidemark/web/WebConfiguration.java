package io.tidemark.web;

import static jakarta.servlet.DispatcherType.ASYNC;
import static jakarta.servlet.DispatcherType.ERROR;
import static jakarta.servlet.DispatcherType.FORWARD;

import org.apache.catalina.Valve;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.catalina.valves.RemoteIpValve;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.tomcat.TomcatContextCustomizer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderNotFoundException;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/** Puts the shell around the controllers: access rules, headers, and problem documents at every layer. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class WebConfiguration {

    private static final String CONTENT_SECURITY = "default-src 'self'; object-src 'none'; base-uri 'none';"
            + " form-action 'self'; frame-ancestors 'none'";

    @Bean
    AddressRule addressRule(ServerProperties server, ApiSettings api) {
        return new AddressRule(server, api);
    }

    @Bean
    SecurityFilterChain access(HttpSecurity http, ApiSettings api) {
        AccessProblems problems = new AccessProblems();
        // Dispatches within the server were let in when the request was.
        http.authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(FORWARD, ASYNC, ERROR).permitAll()
                .anyRequest().access(new AccessRules(api)));
        http.exceptionHandling(handling -> handling.accessDeniedHandler(problems));
        http.headers(WebConfiguration::headers);
        http.sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS));
        // AccessRules says what stands in for CSRF tokens.
        http.csrf(AbstractHttpConfigurer::disable).requestCache(AbstractHttpConfigurer::disable)
                .anonymous(AbstractHttpConfigurer::disable).logout(AbstractHttpConfigurer::disable);
        return http.build();
    }

    /** Each filter of each request would be timed; what requests take as a whole is. */
    @Bean
    SecurityObservationSettings noSecurityObservations() {
        return SecurityObservationSettings.noObservations();
    }

    /** Nobody logs in; and with this bean Boot makes up no user and logs no password. */
    @Bean
    AuthenticationManager nobody() {
        return authentication -> {
            throw new ProviderNotFoundException("nobody logs in here");
        };
    }

    @Bean
    RequestRejectedHandler rejectedAddresses() {
        return new AccessProblems();
    }

    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> serverShell() {
        return factory -> {
            // Who is local is decided by the connection, so nothing may rewrite the peer from a header.
            factory.getEngineValves().removeIf(RemoteIpValve.class::isInstance);
            factory.addContextCustomizers(problemsInsteadOfPages());
        };
    }

    private static TomcatContextCustomizer problemsInsteadOfPages() {
        return context -> {
            StandardHost host = (StandardHost) context.getParent();
            for (Valve valve : host.getPipeline().getValves()) {
                if (valve instanceof ErrorReportValve) {
                    host.getPipeline().removeValve(valve);
                }
            }
            host.setErrorReportValveClass(ServerProblems.class.getName());
        };
    }

    private static void headers(HeadersConfigurer<HttpSecurity> headers) {
        headers.contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_SECURITY));
        headers.referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.NO_REFERRER));
        headers.crossOriginOpenerPolicy(opener -> opener.policy(
                CrossOriginOpenerPolicy.SAME_ORIGIN));
        headers.crossOriginResourcePolicy(resource -> resource.policy(
                CrossOriginResourcePolicy.SAME_ORIGIN));
        headers.withObjectPostProcessor(atOnce());
    }

    /**
     * Headers are written before a request is handled. Otherwise that is done when it has been, and again when the
     * answer begins: with an event stream two threads at the same time, which breaks the answer.
     */
    private static ObjectPostProcessor<HeaderWriterFilter> atOnce() {
        return new ObjectPostProcessor<>() {
            @Override
            public <O extends HeaderWriterFilter> O postProcess(O filter) {
                filter.setShouldWriteHeadersEagerly(true);
                return filter;
            }
        };
    }
}
