package dev.automat.api.exchange;

/**
 * Carries out one operation: takes the parameters out of the call, calls one service, gives a reply
 * or throws {@link ProblemException}. Runs on a virtual thread and may block.
 */
@FunctionalInterface
public interface Handler {

  Reply handle(Call call) throws InterruptedException;
}
