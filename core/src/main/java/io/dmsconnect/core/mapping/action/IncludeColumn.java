// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping.action;

/** The target has the column, and of its table no other that is not included too. */
public record IncludeColumn() implements Action {}
