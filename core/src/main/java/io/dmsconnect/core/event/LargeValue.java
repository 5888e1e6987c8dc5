// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.event;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A value of a text or bytes column that is not in memory; a text is there as UTF-8. */
public interface LargeValue {
    long bytes();

    /** From the first byte; once or more often. */
    InputStream open() throws IOException;

    /**
     * The value in memory: a {@code String} or {@code byte[]}.
     *
     * @throws UncheckedIOException where it cannot be read
     */
    default Object whole(boolean text) {
        try (InputStream in = open()) {
            byte[] bytes = in.readNBytes(Math.toIntExact(bytes()));
            return text ? new String(bytes, StandardCharsets.UTF_8) : bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
