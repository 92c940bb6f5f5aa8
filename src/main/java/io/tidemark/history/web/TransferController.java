package io.tidemark.history.web;

import io.tidemark.history.SampleExport;
import io.tidemark.history.SampleImport;
import io.tidemark.history.SampleImport.Taking;
import io.tidemark.history.StoreException;
import io.tidemark.history.window.ProbeSeries;
import io.tidemark.metric.InstanceName;
import io.tidemark.metric.SeriesSelector;
import io.tidemark.web.ProblemException;
import io.tidemark.web.TimeText;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedWriter;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.InputStreamResource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Whole ranges of samples out of one Tidemark and into another, as comma-separated values. */
@RestController
@RequestMapping("/api/v1")
class TransferController {

    private static final Logger LOG = LoggerFactory.getLogger(TransferController.class);
    private static final String CSV = "text/csv";
    private static final int EXPORTS_AT_ONCE = 2;
    private static final int BUFFER = 1 << 16;

    private final SampleExport exports;
    private final SampleImport imports;
    private final InstantSource clock;
    private final Semaphore turns = new Semaphore(EXPORTS_AT_ONCE);

    TransferController(SampleExport exports, SampleImport imports, InstantSource clock) {
        this.exports = exports;
        this.imports = imports;
        this.clock = clock;
    }

    @GetMapping(path = "/export.csv", produces = CSV + ";charset=UTF-8")
    void export(@RequestParam(required = false) @Nullable String match, @RequestParam(defaultValue = "0") String start,
            @RequestParam(defaultValue = "now") String end, @RequestParam(required = false) @Nullable String instance,
            @RequestHeader(name = "Accept-Encoding", defaultValue = "") String encodings,
            HttpServletResponse response) throws IOException {
        SampleExport.Query query = query(match, start, end, instance);
        if (!turns.tryAcquire()) {
            throw ProblemException.unavailable(EXPORTS_AT_ONCE + " exports are under way; more are not taken at once");
        }
        try {
            write(query, acceptsGzip(encodings), response);
        } catch (RuntimeException e) {
            throw response.isCommitted() ? new CutShort(e) : e;
        } finally {
            turns.release();
        }
    }

    @PostMapping(path = "/import", consumes = CSV, produces = MediaType.APPLICATION_JSON_VALUE)
    ImportJson take(@RequestParam(required = false) @Nullable String instance,
            @RequestHeader(name = "Content-Encoding", defaultValue = "identity") String encoding,
            @RequestBody InputStreamResource body) throws IOException {
        try (InputStream in = decoded(body.getInputStream(), encoding); Taking taking = imports.begin(name(instance))) {
            return new CsvImport(in, taking, clock.instant()).run();
        }
    }

    /** The server must break the connection off, for the answer would look whole with anything added. */
    @ExceptionHandler
    void leaveToTheServer(CutShort failure) {
        LOG.warn("An export was cut short.", failure.getCause());
        throw failure;
    }

    private SampleExport.Query query(@Nullable String match, String start, String end, @Nullable String instance) {
        Instant now = clock.instant();
        try {
            SeriesSelector selector = match == null ? null : SeriesSelector.parse(match);
            if (selector != null && ProbeSeries.isProbeMeasure(selector.metric())) {
                throw ProblemException.badRequest("parameter 'match' is '" + match + "', but must name a sampled"
                        + " series; measures of probes are at /api/v1/samples");
            }
            return new SampleExport.Query(name(instance), selector, TimeText.instant("start", start, now),
                    TimeText.instant("end", end, now));
        } catch (IllegalArgumentException e) {
            throw ProblemException.badRequest(String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable String name(@Nullable String instance) {
        try {
            return instance == null ? null : new InstanceName(instance).value();
        } catch (IllegalArgumentException _) {
            throw ProblemException.badRequest("parameter 'instance' is no host name");
        }
    }

    private void write(SampleExport.Query query, boolean gzip, HttpServletResponse response) throws IOException {
        response.setContentType(CSV + ";charset=UTF-8");
        response.setHeader("Content-Disposition", "attachment; filename=\"tidemark.csv\"");
        response.setHeader("Vary", "Accept-Encoding");
        if (gzip) {
            response.setHeader("Content-Encoding", "gzip");
        }
        // Not closed when it fails: the end of a compressed answer would make it look whole.
        OutputStream body = gzip
                ? new GZIPOutputStream(response.getOutputStream(), BUFFER)
                : response.getOutputStream();
        Writer out = new BufferedWriter(new OutputStreamWriter(body, StandardCharsets.UTF_8), BUFFER);
        out.write(Csv.HEADER);
        exports.read(query, (series, at, value) -> Csv.write(out, series, at, value));
        out.close();
    }

    private static boolean acceptsGzip(String encodings) {
        return Arrays.stream(encodings.split(",")).map(String::strip)
                .anyMatch(one -> one.matches("(?i)(gzip|\\*)(\\s*;\\s*q=(?!0(\\.0*)?$).*)?"));
    }

    private static InputStream decoded(InputStream in, String encoding) throws IOException {
        return switch (encoding) {
            case "identity" -> in;
            case "gzip" -> unpacked(in);
            default -> throw new ProblemException(HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    "Content-Encoding must be gzip or left out.");
        };
    }

    private static InputStream unpacked(InputStream in) throws IOException {
        try {
            return new GZIPInputStream(in, BUFFER);
        } catch (ZipException | EOFException _) {
            throw ProblemException.badRequest("the body is not what Content-Encoding says; it must be packed by gzip");
        }
    }

    /**
     * What came of an import.
     *
     * @param samples lines that were read, the header not counted
     * @param written samples that were new
     * @param present samples whose series had one of the same instant already; they stay as they were
     */
    record ImportJson(long samples, long written, long present) {}

    /** An answer that has begun and cannot be ended. */
    static final class CutShort extends RuntimeException {

        CutShort(RuntimeException cause) {
            super("the export was cut short", cause);
        }
    }

    /** One import on its way. */
    private static final class CsvImport {

        private final CsvRecords records;
        private final Taking taking;
        private final ImportedSample.Reader reader;
        private long samples;

        CsvImport(InputStream in, Taking taking, Instant now) {
            this.records = new CsvRecords(in);
            this.taking = taking;
            this.reader = new ImportedSample.Reader(now);
        }

        ImportJson run() throws IOException {
            try {
                header();
                for (List<String> cells = records.next(); cells != null; cells = records.next()) {
                    ImportedSample sample = reader.read(cells);
                    taking.add(sample.series(), sample.at(), sample.value());
                    samples++;
                }
                taking.flush();
            } catch (IllegalArgumentException e) {
                throw refused("line " + records.line() + " " + e.getMessage());
            } catch (StoreException e) {
                throw new StoreException(e.getMessage() + "; at least " + taken()
                        + " until then, and the same lines can be sent again", e);
            } catch (IOException e) {
                throw refused("the body ends in the middle after line " + records.line());
            }
            return new ImportJson(samples, taking.written(), taking.present());
        }

        private void header() throws IOException {
            List<String> header = records.next();
            if (header == null || !String.join(",", header).replace("\uFEFF", "").equals(Csv.HEADER.strip())) {
                throw new IllegalArgumentException("is not the header, but must be " + Csv.HEADER.strip());
            }
        }

        /** What stands before a bad line is taken, and nothing of what stands behind it. */
        private ProblemException refused(String fault) {
            taking.flush();
            return ProblemException.badRequest(fault + "; before it " + taken() + ", from it on nothing was taken");
        }

        private String taken() {
            return taking.written() + " new samples were written and " + taking.present() + " were there already";
        }
    }
}
