// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.ReadOnlyFileSystemException;

/** Failures that nobody has put into words, as sentences. */
final class Sentence {
    private Sentence() {}

    static String of(Throwable failure) {
        if (failure instanceof UncheckedIOException unchecked) {
            return of(unchecked.getCause());
        }
        if (failure instanceof AccessDeniedException e) {
            return "this user may not write or read %s; change its owner, or give another folder"
                    .formatted(e.getFile());
        }
        if (failure instanceof NoSuchFileException e) {
            return "there is no %s".formatted(e.getFile());
        }
        if (failure instanceof FileAlreadyExistsException e) {
            return "%s is a file where a folder has to be".formatted(e.getFile());
        }
        if (failure instanceof NotDirectoryException e) {
            return "%s is no folder".formatted(e.getFile());
        }
        if (failure instanceof FileSystemException e) {
            return "%s: %s".formatted(e.getFile(), e.getReason());
        }
        if (failure instanceof ReadOnlyFileSystemException) {
            return "the file system is read-only";
        }
        String message = failure.getMessage();
        if (failure instanceof IOException && message != null) {
            return message;
        }
        return message == null || message.isBlank()
                ? "an unexpected failure: " + failure.getClass().getSimpleName()
                : message;
    }
}
