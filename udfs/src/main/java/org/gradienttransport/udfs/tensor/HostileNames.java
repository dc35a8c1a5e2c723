package org.gradienttransport.udfs.tensor;

import java.util.List;
import java.util.Set;

/**
 * Names that no checkpoint has a reason to use: what runs code, opens files or reaches for the
 * system. Nothing of a pickle is ever run, whatever it names; a file that names these is refused as
 * a warning to whoever would load it elsewhere.
 */
final class HostileNames {
  private static final Set<String> MODULES =
      words(
          """
          os posix nt posixpath ntpath subprocess commands popen2 sys shutil runpy importlib
          imp pkgutil pickle cPickle _pickle dill cloudpickle joblib marshal shelve ctypes
          _ctypes cffi socket _socket ssl asyncio multiprocessing threading _thread signal pty
          code codeop compileall py_compile timeit trace pdb bdb cProfile profile doctest
          idlelib lib2to3 pydoc webbrowser urllib urllib2 http httplib requests ftplib smtplib
          telnetlib xmlrpc io _io tempfile glob fileinput linecache zipimport ensurepip venv
          pip setuptools distutils platform getpass inspect operator _operator functools
          _functools types gc atexit weakref sqlite3 logging
          """);

  /** Types of Python's own that are plain values. */
  private static final Set<String> PLAIN_BUILTINS =
      words(
          """
          set frozenset bytes bytearray complex range xrange slice int long float bool str
          unicode list tuple dict object Ellipsis NotImplemented
          """);

  private static final Set<String> PLAIN_OF_HOSTILE = Set.of("types.SimpleNamespace");

  /** What NumPy names so that makes the state of a random generator, and nothing else. */
  private static final Set<String> GENERATORS =
      words(
          """
          numpy.random._pickle.__generator_ctor numpy.random._pickle.__bit_generator_ctor
          numpy.random._pickle.__randomstate_ctor
          """);

  private static final Set<String> TORCH =
      words(
          """
          torch.load torch.save torch.jit. torch.hub. torch.ops. torch.package. torch.classes.
          torch.utils.cpp_extension. torch.utils.model_zoo. torch._C. torch.multiprocessing.
          torch.fx. torch.compile torch._dynamo. torch._inductor. numpy.load numpy.save
          numpy.fromfile numpy.memmap numpy.testing. numpy.distutils. numpy.f2py.
          """);

  private HostileNames() {}

  private static Set<String> words(String text) {
    return Set.of(text.strip().split("\\s+", -1));
  }

  static boolean contains(String module, String name) {
    String qualified = module + "." + name;
    String top = module.split("\\.", 2)[0];
    if (top.equals("builtins") || top.equals("__builtin__") || top.isEmpty()) {
      return !(top.equals(module) && PLAIN_BUILTINS.contains(name));
    }
    return (MODULES.contains(top) && !PLAIN_OF_HOSTILE.contains(qualified))
        || TORCH.stream().anyMatch(qualified::startsWith)
        || (!GENERATORS.contains(qualified)
            && List.of(name.split("\\.", -1)).stream().anyMatch(part -> part.startsWith("__")));
  }
}
