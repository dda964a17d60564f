-- A module that requires itself.
return require "modules.itself"
