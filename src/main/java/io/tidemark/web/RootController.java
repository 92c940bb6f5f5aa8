package io.tidemark.web;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** The page, for whoever asks: Boot gives it only to those who say that they take HTML, and nothing to others. */
@Controller
class RootController {

    @GetMapping("/")
    String page() {
        return "forward:/index.html";
    }
}
