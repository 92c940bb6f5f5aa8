package io.tidemark.history.jpa;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import org.jspecify.annotations.Nullable;

/** One series, whose samples are in {@link SampleBlockRow}s. */
@Entity
@Table(name = "series")
class SeriesRow {

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "series_seq")
    @SequenceGenerator(name = "series_seq", sequenceName = "series_seq", allocationSize = 50)
    @Nullable
    Long id;

    @Column(name = "instance")
    String instance = "";

    @Column(name = "metric")
    String metric = "";

    @Column(name = "labels")
    String labels = "";

    SeriesRow() {}

    SeriesRow(String instance, String metric, String labels) {
        this.instance = instance;
        this.metric = metric;
        this.labels = labels;
    }
}
