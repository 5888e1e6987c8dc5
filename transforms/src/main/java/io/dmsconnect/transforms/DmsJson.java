// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.transforms;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/** The JSON of DMS's messages: how it is set out, and limits as wide as databases' values. */
final class DmsJson {
    static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNumberLength(Integer.MAX_VALUE)
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build();

    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private DmsJson() {}

    @FunctionalInterface
    interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    static String write(boolean indented, Body body) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(text)) {
            if (indented) {
                DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
                DefaultIndenter tabs = new DefaultIndenter("\t", "\n");
                printer.indentObjectsWith(tabs);
                json.setPrettyPrinter(printer);
            }
            json.writeStartObject();
            body.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("a text takes everything", e);
        }
        return text.toString();
    }

    static String timestamp(long micros) {
        return MICROS.format(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
    }
}
