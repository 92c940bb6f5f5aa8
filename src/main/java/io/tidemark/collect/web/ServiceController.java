package io.tidemark.collect.web;

import io.tidemark.collect.web.ServiceFigures.ServiceJson;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The service about itself, over REST. */
@RestController
@RequestMapping("/api/v1/service")
class ServiceController {

    private final ServiceFigures figures;

    ServiceController(ServiceFigures figures) {
        this.figures = figures;
    }

    @GetMapping
    ServiceJson service() {
        return figures.now();
    }
}
