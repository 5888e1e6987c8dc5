// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.benchmarks.load;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What came of a run.
 *
 * @param span the median of the repetitions; empty where one of them failed
 * @param failure empty for none
 */
record Outcome(Run run, Optional<Span> span, String failure) {
    static Outcome measured(Run run, List<Span> spans) {
        List<Span> sorted =
                spans.stream().sorted(Comparator.comparingDouble(Span::wallSeconds)).toList();
        return new Outcome(run, Optional.of(sorted.get((sorted.size() - 1) / 2)), "");
    }

    static Outcome failed(Run run, String failure) {
        return new Outcome(run, Optional.empty(), failure);
    }
}
