// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.e2e.schema;

import io.dmsconnect.e2e.schema.Script.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * Removes statements from a failing script while it still fails in the same way. A statement that
 * makes no sense any more is refused by its server and changes nothing.
 */
final class Shrinking {
    private static final int SIDE_BY_SIDE = 8;

    private final long end;
    private final Verdict failed;
    private Verdict smallest;

    private Shrinking(Verdict failed, long millis) {
        this.failed = failed;
        smallest = failed;
        end = System.nanoTime() + millis * 1_000_000;
    }

    /** The verdict over the smallest script found in the time given. */
    static Verdict of(Verdict failed, long millis) {
        Shrinking shrinking = new Shrinking(failed, millis);
        shrinking.shrink();
        return shrinking.smallest;
    }

    private record Part(boolean setup, Step step) {}

    private void shrink() {
        int pieces = 4;
        while (System.nanoTime() < end) {
            List<Part> parts = parts(smallest.script());
            pieces = Math.min(pieces, parts.size());
            if (tryWithout(parts, pieces)) {
                pieces = Math.max(2, pieces - 1);
            } else if (pieces == parts.size()) {
                return;
            } else {
                pieces = Math.min(parts.size(), pieces * 2);
            }
        }
    }

    private boolean tryWithout(List<Part> parts, int pieces) {
        List<Script> candidates = new ArrayList<>();
        for (int i = 0; i < pieces; i++) {
            int from = (int) ((long) parts.size() * i / pieces);
            int to = (int) ((long) parts.size() * (i + 1) / pieces);
            List<Part> kept = new ArrayList<>(parts.subList(0, from));
            kept.addAll(parts.subList(to, parts.size()));
            candidates.add(script(kept));
        }
        for (int i = 0; i < candidates.size() && System.nanoTime() < end; i += SIDE_BY_SIDE) {
            List<Script> some =
                    candidates.subList(i, Math.min(candidates.size(), i + SIDE_BY_SIDE));
            for (Verdict verdict : Trial.of(some)) {
                if (verdict.failsLike(failed)) {
                    smallest = verdict;
                    return true;
                }
            }
        }
        return false;
    }

    private static List<Part> parts(Script script) {
        List<Part> parts = new ArrayList<>();
        script.setup().forEach(step -> parts.add(new Part(true, step)));
        script.steps().forEach(step -> parts.add(new Part(false, step)));
        return parts;
    }

    private Script script(List<Part> parts) {
        return smallest.script()
                .with(
                        parts.stream().filter(Part::setup).map(Part::step).toList(),
                        parts.stream().filter(part -> !part.setup()).map(Part::step).toList());
    }
}
