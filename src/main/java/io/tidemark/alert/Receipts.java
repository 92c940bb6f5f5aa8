package io.tidemark.alert;

import io.tidemark.alert.jpa.AlertRecord.Told;
import java.util.List;

/** Where a postman leaves word of what has become of a message. */
interface Receipts {

    /** Returns when a process that dies now would find them, or when they cannot be kept in time. */
    void keep(List<Told> told);
}
