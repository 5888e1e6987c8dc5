// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli;

import java.net.URI;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Takes {@code http://worker:8083}, and nothing that no request could be sent to. */
final class WorkerUrl implements ITypeConverter<URI> {
    @Override
    public URI convert(String text) {
        URI url;
        try {
            url = URI.create(text);
        } catch (IllegalArgumentException e) {
            throw wrong(text);
        }
        boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        if (!http || url.getHost() == null) {
            throw wrong(text);
        }
        return url;
    }

    private static TypeConversionException wrong(String text) {
        return new TypeConversionException(
                "'%s' has to be the address of a Connect worker's REST API, such as http://127.0.0.1:8083"
                        .formatted(text));
    }
}
