package io.tidemark.alert;

import io.tidemark.alert.channel.Route;
import java.util.List;
import java.util.stream.Collectors;

/** Routing for tests. */
final class Routings {

    private Routings() {}

    /** Everything goes to each of them. */
    static Routing all(List<String> channels) {
        return new Routing(channels.stream().collect(Collectors.toMap(name -> name, _ -> Route.ALL)));
    }
}
