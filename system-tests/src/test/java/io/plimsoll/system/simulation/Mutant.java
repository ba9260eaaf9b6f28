package io.plimsoll.system.simulation;

import java.lang.classfile.CodeBuilder;
import java.util.function.Consumer;

/**
 * The product without one of its rules.
 *
 * @param name what is done instead
 * @param rule that is missing
 * @param type the class that has the rule
 * @param method its method
 * @param descriptor of the method; empty when the name is enough
 * @param body what the method does instead
 */
record Mutant(
    String name,
    String rule,
    String type,
    String method,
    String descriptor,
    Consumer<CodeBuilder> body) {}
