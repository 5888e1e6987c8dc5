// SPDX-License-Identifier: Apache-2.0
/**
 * The full load measured side by side with others: same machine, same data, same kind of worker,
 * one run; and with little memory.
 */
package io.dmsconnect.benchmarks.load;
