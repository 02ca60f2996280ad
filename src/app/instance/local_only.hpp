// Operations of the host that only somebody on this machine may run: they name files, or secrets.
// They have no route; a module that calls them on behalf of a distant caller is refused.
#pragma once

#include <utility>

#include "operations/operation.hpp"

namespace aksis::app {

inline operations::Operation local_only(operations::Operation operation) {
  operation.handler = [inner = std::move(operation.handler)](operations::Call& call) -> Status {
    if (!call.principal().local)
      return Error{Code::forbidden,
                   "This is only done on the machine of the server, with the command aksis.",
                   {}};
    return inner(call);
  };
  return operation;
}

}  // namespace aksis::app
