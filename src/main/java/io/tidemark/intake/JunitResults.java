package io.tidemark.intake;

import java.io.Reader;
import java.util.List;

/** Reports in the XML that JUnit's runners write; the whole file is one result, each test an iteration. */
final class JunitResults implements ResultsFormat {

    @Override
    public String name() {
        return "junit";
    }

    @Override
    public List<Imported> read(Reader file) {
        JunitReport report = new JunitReport();
        XmlText.read(file, report);
        return List.of(report.imported());
    }
}
