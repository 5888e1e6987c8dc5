// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.run;

import io.dmsconnect.cli.jdbc.DatabaseProbe;
import io.dmsconnect.cli.task.TaskDocument;
import java.sql.SQLException;
import java.util.Optional;

/**
 * A database that does not let the task in any more, such as after a change of its password: told
 * by the member of the task document that has to be corrected.
 */
final class RefusedLogin {
    /** Keys of the connectors' own messages. */
    private static final String SOURCE = "database.password";

    private static final String TARGET = "connection.password";

    private final TaskDocument resolved;

    RefusedLogin(TaskDocument resolved) {
        this.resolved = resolved;
    }

    /** A connector's failure; the same words where it is about something else. */
    String told(String failure) {
        Optional<String> problem =
                failure.contains(SOURCE)
                        ? DatabaseProbe.sourceProblem(resolved)
                        : failure.contains(TARGET)
                                ? DatabaseProbe.targetProblem(resolved)
                                : Optional.empty();
        return problem.map(RefusedLogin::withRemedy).orElse(failure);
    }

    /**
     * @throws RunFailedException where the target has refused the user
     */
    void check(SQLException failure) {
        if (DatabaseProbe.isRefusal(failure)) {
            DatabaseProbe.targetProblem(resolved)
                    .ifPresent(
                            problem -> {
                                throw new RunFailedException(withRemedy(problem));
                            });
        }
    }

    private static String withRemedy(String problem) {
        return problem
                + ". Correct the task document, and run the same command again: it goes on from there";
    }
}
