package io.tidemark.alert;

import io.tidemark.alert.AlertChange.Alert;
import io.tidemark.alert.channel.Route;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which channels are told of an alert.
 *
 * @param routes by the names of the channels
 */
record Routing(Map<String, Route> routes) {

    Routing {
        routes = new TreeMap<>(routes);
    }

    /** Who is told that it fires. */
    List<String> firing(Alert alert) {
        return routes.entrySet().stream().filter(route -> route.getValue().takes(alert)).map(Map.Entry::getKey)
                .toList();
    }

    /** Who is told of its end: those who were told that it fires and are still there. */
    List<String> resolved(List<String> told) {
        return told.stream().filter(routes::containsKey).toList();
    }
}
