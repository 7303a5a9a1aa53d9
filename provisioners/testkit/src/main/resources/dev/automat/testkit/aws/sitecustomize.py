"""Read by Python before moto_server runs: halves the processor time of a call and changes no answer.

At each call moto lists its own folder, twice, and the methods of a class, which are the same all the
time. Where another version of moto has these functions elsewhere it is left as it is.
"""
import functools
import gc

# A server of tests lives for minutes and keeps nearly all that it loads.
gc.set_threshold(50_000, 20, 50)

try:
    import moto.backends
    import moto.core.responses

    modules = tuple(moto.backends.list_of_moto_modules())
    moto.backends.list_of_moto_modules = lambda: modules
    moto.core.responses.method_names_from_class = functools.cache(
        moto.core.responses.method_names_from_class
    )
except (ImportError, AttributeError):
    pass
