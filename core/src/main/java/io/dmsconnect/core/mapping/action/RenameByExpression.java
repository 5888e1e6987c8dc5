// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping.action;

/** The name is what an expression over the source's names gives. */
public record RenameByExpression(String expression) implements Action {}
