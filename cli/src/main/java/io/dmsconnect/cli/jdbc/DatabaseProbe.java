// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli.jdbc;

import io.dmsconnect.cli.task.Endpoint;
import io.dmsconnect.cli.task.TaskDocument;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Logs in to both databases of a task, at the same time, before anything else is started: a wrong
 * password is told within a second or two, and by the member of the task document that holds it.
 */
public final class DatabaseProbe {
    private DatabaseProbe() {}

    /**
     * @param resolved references resolved
     * @return one problem at most for each database; empty where both let the task in
     */
    public static List<String> problems(TaskDocument resolved) {
        CompletableFuture<Optional<String>> source =
                CompletableFuture.supplyAsync(() -> sourceProblem(resolved));
        CompletableFuture<Optional<String>> target =
                CompletableFuture.supplyAsync(() -> targetProblem(resolved));
        return Stream.of(source.join(), target.join()).flatMap(Optional::stream).toList();
    }

    /** Logs in to the source; why it cannot be done. */
    public static Optional<String> sourceProblem(TaskDocument resolved) {
        return problem("SourceEndpoint", resolved.source());
    }

    /** Logs in to the target; why it cannot be done. */
    public static Optional<String> targetProblem(TaskDocument resolved) {
        return problem("TargetEndpoint", resolved.target());
    }

    /** Does the server not let the user in, which waiting does not mend? */
    public static boolean isRefusal(SQLException failure) {
        return LoginFailure.isRefusal(failure);
    }

    /** The problem of a source that has just refused, of the member of its endpoint. */
    public static String ofSource(Endpoint source, SQLException failure) {
        return new LoginFailure("SourceEndpoint", source, failure).problem();
    }

    private static Optional<String> problem(String member, Endpoint endpoint) {
        try {
            Databases.open(endpoint).close();
            return Optional.empty();
        } catch (SQLException e) {
            return Optional.of(new LoginFailure(member, endpoint, e).problem());
        }
    }
}
