# Built with BuildKit: docker build -t tidemark .
FROM maven:3.9.16-eclipse-temurin-25-noble AS build
WORKDIR /build
COPY pom.xml ./
COPY src/main src/main
RUN --mount=type=cache,target=/root/.m2 mvn -B -q package -Dmaven.test.skip=true
RUN java -Djarmode=tools -jar target/tidemark-*.jar extract --layers --destination layers \
    && mv layers/application/tidemark-*.jar layers/application/tidemark.jar
# The library OSHI reads the system through. It is loaded from here: from a temporary directory it would need one
# that allows execution.
RUN mkdir native \
    && jar --extract --file layers/dependencies/lib/jna-jpms-*.jar com/sun/jna/linux-x86-64 com/sun/jna/linux-aarch64 \
    && cp "com/sun/jna/linux-$(uname -m | tr _ -)/libjnidispatch.so" native/

FROM eclipse-temurin:25.0.3_9-jre-noble
RUN install -d -o 10001 -g 10001 /var/lib/tidemark && install -d /etc/tidemark
WORKDIR /opt/tidemark
COPY --from=build /build/native/ native/
COPY --from=build /build/layers/dependencies/ ./
COPY --from=build /build/layers/snapshot-dependencies/ ./
COPY --from=build /build/layers/application/ ./
COPY bin/jvm.options bin/make-cache bin/
COPY deploy/healthcheck bin/
# After the last COPY: the cache fits only files with the times they have now. The second line fails if it does not fit.
RUN bin/make-cache java /opt/tidemark/tidemark.jar \
    && java @bin/jvm.options -XX:AOTMode=on -XX:AOTCache=/opt/tidemark/tidemark.aot -cp /opt/tidemark/tidemark.jar -version

# Reachable from outside the container, so the service refuses to start without tidemark.api.token or open reads.
ENV SERVER_ADDRESS=0.0.0.0 TIDEMARK_DATA=/var/lib/tidemark
EXPOSE 8080
VOLUME /var/lib/tidemark
# Settings are looked for here: application.yml or config/application.yml.
WORKDIR /etc/tidemark
USER 10001:10001
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["/opt/tidemark/bin/healthcheck"]
ENTRYPOINT ["java", "@/opt/tidemark/bin/jvm.options", "-XX:AOTCache=/opt/tidemark/tidemark.aot", "-Djna.boot.library.path=/opt/tidemark/native", "-jar", "/opt/tidemark/tidemark.jar"]
