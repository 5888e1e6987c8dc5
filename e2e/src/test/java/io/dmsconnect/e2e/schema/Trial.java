// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs scripts together, and one by one where the task stopped at an unknown place. */
final class Trial {
    private static final int KILLS_PER_PHASE = Integer.getInteger("schema.kills", 1);

    private Trial() {}

    static List<Verdict> of(List<Script> scripts) {
        return of(scripts, Wire.chosen());
    }

    static List<Verdict> of(List<Script> scripts, Wire wire) {
        try (Batch batch = new Batch(scripts, KILLS_PER_PHASE, wire)) {
            return batch.run();
        } catch (Batch.UnknownPlace stop) {
            if (scripts.size() == 1) {
                return List.of(
                        new Verdict(
                                scripts.get(0),
                                List.of(
                                        "stopped without the name of a table: "
                                                + stop.getMessage()
                                                + place(stop)),
                                List.of(),
                                List.of(),
                                0));
            }
            System.out.println("tried again in two halves: " + stop.getMessage());
            int half = scripts.size() / 2;
            List<Verdict> verdicts = new ArrayList<>(of(scripts.subList(0, half), wire));
            verdicts.addAll(of(scripts.subList(half, scripts.size()), wire));
            return verdicts;
        }
    }

    /** Where it was thrown first. */
    private static String place(Throwable stop) {
        Throwable root = stop;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return Stream.of(root.getStackTrace())
                .limit(8)
                .map(frame -> "%n      at %s".formatted(frame))
                .collect(Collectors.joining());
    }
}
