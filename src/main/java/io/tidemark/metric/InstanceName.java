package io.tidemark.metric;

import java.util.regex.Pattern;

/** The name of this Tidemark, which every series, run and alert carries: any host name. */
public record InstanceName(String value) {

    private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,252})");

    public InstanceName {
        if (!HOST_NAME.matcher(value).matches()) {
            throw new IllegalArgumentException("tidemark.instance '" + value
                    + "' is not a host name: letters, digits, '.', '_' and '-', at most 253 characters");
        }
    }
}
