package io.tidemark;

import io.tidemark.history.DataDirectoryException;
import io.tidemark.history.StoreRefusedException;
import io.tidemark.threshold.RuleException;
import io.tidemark.web.AccessException;

/** Tells exceptions that the house itself raised for people to read from those of anything it uses. */
final class OurSentence {

    private OurSentence() {}

    static boolean isIn(Throwable failure) {
        return switch (failure) {
            case SettingsException _,DataDirectoryException _,StoreRefusedException _,RuleException _,AccessException _ ->
                true;
            case IllegalArgumentException e -> raisedByUs(e);
            default -> false;
        };
    }

    static String of(Throwable failure) {
        return String.valueOf(failure.getMessage());
    }

    private static boolean raisedByUs(Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        return trace.length > 0 && trace[0].getClassName().startsWith("io.tidemark.");
    }
}
