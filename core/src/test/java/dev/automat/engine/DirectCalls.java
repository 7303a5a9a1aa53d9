package dev.automat.engine;

import java.util.concurrent.Callable;

/** On the calling thread, without a deadline. */
final class DirectCalls implements CloudCalls {

  @Override
  public <T> T call(Callable<T> call) {
    try {
      return call.call();
    } catch (Exception | LinkageError | StackOverflowError e) {
      throw CloudCalls.asProvisionerException("the plugin", e);
    }
  }
}
