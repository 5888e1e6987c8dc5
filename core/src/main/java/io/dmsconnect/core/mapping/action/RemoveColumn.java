// SPDX-License-Identifier: Apache-2.0
package io.dmsconnect.core.mapping.action;

/** The target does not have the column. */
public record RemoveColumn() implements Action {}
