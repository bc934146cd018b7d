heading = Nu
