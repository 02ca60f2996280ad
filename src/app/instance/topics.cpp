#include "app/instance/topics.hpp"

namespace aksis::app {

std::string topic_permission(std::string_view type) {
  if (type.starts_with("core.person_") || type.starts_with("core.relation_")) return "people.read";
  if (type.starts_with("core.glass_")) return "people.supervise";
  if (type.starts_with("core.volume_") || type.starts_with("core.account_"))
    return "accounts.manage";
  return std::string(type.substr(0, type.find('.'))) + ".read";
}

}  // namespace aksis::app
