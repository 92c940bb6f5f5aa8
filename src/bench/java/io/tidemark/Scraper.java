package io.tidemark;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;

/** Scrapes as Prometheus does, over one connection kept open. */
public record Scraper(String url) {

    /** Scrapes once and tells the milliseconds from the request to the last byte. */
    public double scrape() throws IOException {
        long start = System.nanoTime();
        HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
        connection.setRequestProperty("Accept", "text/plain;version=0.0.4,*/*;q=0.1");
        try (InputStream body = connection.getInputStream()) {
            body.readAllBytes();
        }
        return (System.nanoTime() - start) / 1e6;
    }
}
