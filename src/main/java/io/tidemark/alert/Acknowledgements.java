package io.tidemark.alert;

import io.tidemark.alert.AlertChange.Alert;
import io.tidemark.alert.Attention.Acknowledgement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Who looks after which alert. It holds until the alert is over; the next one of the same series is a new one. */
public interface Acknowledgements {

    /**
     * Notes who looks after a firing alert, in place of whoever did.
     *
     * @param acknowledgement null when nobody does any more
     * @return the alert as it is then; empty when no such alert fires here
     */
    Optional<Alert> acknowledge(long id, @Nullable Acknowledgement acknowledgement);
}
