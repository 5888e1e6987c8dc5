// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping.action;

/** What a transformation rule does to each object its locator matches. */
public sealed interface Action
        permits AddPrefix, ConvertLowercase, ConvertUppercase, RemoveColumn, Rename {
    void edit(Draft object);
}
