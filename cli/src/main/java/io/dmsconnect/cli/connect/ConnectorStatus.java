// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.connect;

import java.util.List;
import java.util.Optional;

/** How a connector and its tasks are. */
public record ConnectorStatus(String name, Part connector, List<Part> tasks) {

    /**
     * @param trace stack trace of the failure, empty where there is none
     */
    public record Part(String state, String workerId, String trace) {
        boolean failed() {
            return state.equals("FAILED");
        }
    }

    public ConnectorStatus {
        tasks = List.copyOf(tasks);
    }

    public boolean running() {
        return connector.state().equals("RUNNING")
                && !tasks.isEmpty()
                && tasks.stream().allMatch(task -> task.state().equals("RUNNING"));
    }

    /** Why it failed, in its own words; empty where it has not. */
    public Optional<String> failure() {
        if (connector.failed()) {
            return Optional.of(FailureText.of(connector.trace()));
        }
        return tasks.stream().filter(Part::failed).findFirst().map(t -> FailureText.of(t.trace()));
    }

    /** Has a client of Kafka's failed, of a broker that was slow or away, and nothing else? */
    public boolean onlyBrokerFailed() {
        List<Part> failed = tasks.stream().filter(Part::failed).toList();
        return !connector.failed()
                && !failed.isEmpty()
                && failed.stream().allMatch(task -> BrokerFailure.is(task.trace()));
    }

    /** The same without what another worker said of it. */
    public ConnectorStatus onlyOf(String workerId) {
        Part own = connector.workerId().equals(workerId) ? connector : unknown();
        return new ConnectorStatus(
                name, own, tasks.stream().filter(t -> t.workerId().equals(workerId)).toList());
    }

    private static Part unknown() {
        return new Part("UNASSIGNED", "", "");
    }
}
